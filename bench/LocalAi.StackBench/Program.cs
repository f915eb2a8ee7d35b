using LocalAi.StackBench;

// How long a warm start takes, what each service contributes, and how much memory the idle stack holds.
var runs = args.Length > 0 && int.TryParse(args[0], out var given) && given > 0 ? given : 5;
using var data = new TemporaryData();

// The first start makes the database cluster; it is not a warm one and is not counted.
await StackRun.MeasureAsync(data.Folder);
var measured = new List<StackRun>();
for (var i = 0; i < runs; i++)
{
    measured.Add(await StackRun.MeasureAsync(data.Folder));
}

Report.Print(measured);
