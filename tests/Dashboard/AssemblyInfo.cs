// File modes and signals are Unix's.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
