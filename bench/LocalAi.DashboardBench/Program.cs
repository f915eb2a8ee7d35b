using System.Globalization;
using LocalAi.DashboardBench.Demo;

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
    default:
        await Console.Error.WriteLineAsync("Usage: demo OTLP-URL KEY RESOURCE-SERVICE-PORT");
        return 2;
}
