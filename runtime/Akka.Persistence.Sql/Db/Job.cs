namespace Akka.Persistence.Sql.Db;

/// <summary>What one actor wants of the database. Execute may run twice; then either Succeeded or Failed is called, once.</summary>
internal sealed record Job(bool Writes, Action<Session> Execute, Action Succeeded, Action<Exception> Failed);
