using System.Runtime.InteropServices;
using LocalAi.Cli;

using var stop = new CancellationTokenSource();
PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
// What a command has paused or stopped it starts again, also when a service manager or a lost connection ends it; a second signal ends it at once.
var registrations = signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
})).ToList();
var exitCode = await LocalAiCommand.RunAsync(args, CliContext.ForThisMachine(), stop.Token);
registrations.ForEach(registration => registration.Dispose());
return exitCode;
