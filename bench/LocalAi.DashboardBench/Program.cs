using System.Globalization;
using LocalAi.DashboardBench;
using LocalAi.DashboardBench.Demo;
using LocalAi.DashboardBench.Ingest;
using LocalAi.DashboardBench.Pages;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

switch (args)
{
    case ["demo", var url, var key, var port]:
        return await DemoCommand.RunAsync(url, key, int.Parse(port, CultureInfo.InvariantCulture), stop.Token);
    case ["ingest", var seconds]:
        return await IngestCommand.RunAsync(int.Parse(seconds, CultureInfo.InvariantCulture));
    case ["pages"]:
        return await PagesCommand.RunAsync();
    case ["outage", var seconds]:
        return await OutageCommand.RunAsync(int.Parse(seconds, CultureInfo.InvariantCulture));
    case ["store"]:
        return StoreCommand.Run();
    case ["discard", var port]:
        return await DiscardReceiver.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), stop.Token);
    case ["shots", var url, var token, var directory]:
        return await ShotsCommand.RunAsync(url, token, directory);
    default:
        await Console.Error.WriteLineAsync("Usage: ingest SECONDS | store | pages | outage SECONDS | demo OTLP-URL KEY RESOURCE-SERVICE-PORT | shots URL TOKEN DIRECTORY");
        return 2;
}
