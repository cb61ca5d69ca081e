namespace Akka.Configuration;

public class Config
{
    public static readonly Config Empty = ConfigurationFactory.Empty;
    public string? GetString(string path, string? @default = null) => @default;
    public int GetInt(string path, int @default = 0) => @default;
    public long GetLong(string path, long @default = 0) => @default;
    public bool GetBoolean(string path, bool @default = false) => @default;
    public TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) => @default.GetValueOrDefault();
    public virtual Config GetConfig(string path) => Empty;
    public virtual bool HasPath(string path) => false;
    public virtual Config WithFallback(Config fallback) => this;
}
