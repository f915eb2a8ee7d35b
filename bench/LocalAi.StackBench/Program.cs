using LocalAi.StackBench;
using LocalAi.TestServers;
using LocalAi.TestServers.Engines;

// How long a warm start takes, what each service contributes, and how much memory the idle stack holds; with --containers, with the
// stack's containers left running by the start before.
var withContainers = args.Contains("--containers");
var runs = args.Select(argument => int.TryParse(argument, out var given) ? given : 0).FirstOrDefault(given => given > 0, 5);
if (withContainers && RealServices.WhyNoContainers() is { } reason)
{
    Console.Error.WriteLine(reason);
    return 1;
}

using var engine = withContainers ? new EngineState() : null;
using var data = withContainers ? null : new TemporaryData();
var stack = new MeasuredStack(engine?.DataDirectory ?? data!.Folder, withContainers);

// The first start makes the database cluster, and the containers; it is not a warm one and is not counted.
await stack.MeasureAsync();
var measured = new List<StackRun>();
for (var i = 0; i < runs; i++)
{
    measured.Add(await stack.MeasureAsync());
}

Report.Print(measured);
return 0;
