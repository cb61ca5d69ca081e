// What a daemon costs and how fast it answers. Started by bench/run.sh first-byte, submits, list, events and queued.
//   bench-service first-byte|submits|events|queued FOLDER RESULT.json [NUMBER]
//   bench-service list FOLDER RESULT.json             with the catalogue's bench's database in FOLDER
using System.Globalization;
using Orchestrator.Bench.Service;

var (folder, table) = (args[1], new Table(args[0]));
var number = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 0;
await (args[0] switch
{
    "first-byte" => FirstByte.RunAsync(folder, table, number),
    "submits" => Submits.RunAsync(folder, table, number),
    "list" => Pages.RunAsync(folder, table),
    "events" => Events.RunAsync(folder, table, number),
    "queued" => Queued.RunAsync(folder, table, number),
    _ => throw new ArgumentException($"unknown: {args[0]}"),
});
table.Print(args[2]);
