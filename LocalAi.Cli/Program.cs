using LocalAi.Cli;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
return await LocalAiCommand.RunAsync(args, CliContext.ForThisMachine(), stop.Token);
