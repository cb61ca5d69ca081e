namespace Akka.Actor;

/// <summary>Timers by key. Starting one replaces that of the same key; no message of a replaced or cancelled timer ever arrives.</summary>
public interface ITimerScheduler
{
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    bool IsTimerActive(object key);

    void Cancel(object key);

    void CancelAll();
}

/// <summary>An actor with timers; they end with it, also at a restart.</summary>
public interface IWithTimers
{
    ITimerScheduler Timers { get; set; }
}
