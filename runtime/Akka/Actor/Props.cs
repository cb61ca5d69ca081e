using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>The recipe of an actor: its type, the arguments of its constructor and, if wanted, the supervision of its children.</summary>
public class Props
{
    private readonly Type _type;
    private readonly object?[] _arguments;

    private Props(Type type, SupervisorStrategy? supervisorStrategy, object?[] arguments)
    {
        _type = type;
        SupervisorStrategy = supervisorStrategy;
        _arguments = arguments;
    }

    internal SupervisorStrategy? SupervisorStrategy { get; }

    /// <summary>The actor's turns run at once, on the thread that tells it something: for the actors of the TestKit.</summary>
    internal bool OnCallingThread { get; private init; }

    /// <summary>The arguments of the new-expression are evaluated now, once.</summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is not NewExpression creation)
            throw new ArgumentException("The create function must be a 'new T (args)' expression");
        return new Props(creation.Type, supervisorStrategy, [.. creation.Arguments.Select(Evaluate)]);
    }

    internal Props OnTheCallingThread() => new(_type, SupervisorStrategy, _arguments) { OnCallingThread = true };

    internal ActorBase NewActor() =>
        (ActorBase)Activator.CreateInstance(_type, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, _arguments, null)!;

    private static object? Evaluate(Expression argument) => argument switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field, Expression: ConstantExpression closure } => field.GetValue(closure.Value),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile(preferInterpretation: true)(),
    };
}
