using Akka.Configuration;

namespace Orchestrator.Tests.Runtime.Persistence;

internal static class SqlConfig
{
    public static Config For(string file) => ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor {
            serializers.happened = "Orchestrator.Tests.Runtime.Persistence.HappenedSerializer, Tests.Runtime"
            serialization-bindings { "Orchestrator.Tests.Runtime.Persistence.Happened, Tests.Runtime" = happened }
          }
          persistence {
            journal {
              plugin = "akka.persistence.journal.sql"
              sql {
                class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
                connection-string = "Data Source={{file}}"
                provider-name = "SQLite.MS"
                auto-initialize = true
                read-isolation-level = read-uncommitted
              }
            }
            snapshot-store {
              plugin = "akka.persistence.snapshot-store.sql"
              sql {
                class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
                connection-string = "Data Source={{file}}"
                provider-name = "SQLite.MS"
                auto-initialize = true
                read-isolation-level = read-uncommitted
              }
            }
          }
        }
        """);
}
