namespace Akka.Persistence.Sql.Db;

/// <summary>The tables of Akka.Persistence.Sql's default mapping, so that either implementation opens the other's file.</summary>
internal static class Schema
{
    public const string Sql = """
        create table if not exists journal (
            ordering integer not null primary key autoincrement,
            created bigint not null,
            deleted bit not null,
            persistence_id nvarchar(255) not null,
            sequence_number bigint not null,
            message varbinary not null,
            manifest nvarchar(500) null,
            identifier int null,
            writer_uuid nvarchar(128) null,
            constraint journal_uq unique (persistence_id, sequence_number));
        create table if not exists tags (
            ordering_id bigint not null,
            tag nvarchar(64) not null,
            sequence_nr bigint not null,
            persistence_id nvarchar(255) not null,
            constraint PK_tags primary key (ordering_id, tag));
        create table if not exists snapshot (
            persistence_id nvarchar(255) not null,
            sequence_number bigint not null,
            created bigint not null,
            snapshot varbinary not null,
            manifest nvarchar(500) null,
            serializer_id int null,
            constraint PK_snapshot primary key (persistence_id, sequence_number));
        """;
}
