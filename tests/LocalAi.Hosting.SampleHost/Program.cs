using LocalAi.Hosting.Run.Processes;
using LocalAi.Hosting.Run.Storage;

// A host to be killed by tests: starts each argument after the data directory as a shell command, prints the process ids, waits.
var folders = HostFolders.Open(args[0]);
using var held = InstanceLock.Acquire(folders);
await ProcessList.CleanUpAsync(folders.Host, TimeSpan.FromSeconds(3), CancellationToken.None);
var list = ProcessList.Create(folders.Host, _ => { });
using var watchdog = Watchdog.Start(list.Mark);
var launcher = new ProcessLauncher(watchdog, list);
foreach (var command in args.Skip(1))
{
    var child = launcher.Start(new ProcessSpec("sample", "sh", ["-c", command], "/"), (text, _) => Console.WriteLine(text));
    Console.WriteLine($"child {child.ProcessId}");
}

Console.WriteLine($"ready {watchdog.ProcessId}");
await Task.Delay(Timeout.Infinite);
