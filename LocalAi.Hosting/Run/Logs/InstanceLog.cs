using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Run.Logs;

/// <summary>The console of one instance of a resource: what it prints and what the host says about it, in memory and in its file.</summary>
internal sealed class InstanceLog(string instanceName, ResourceLoggerService consoles, RotatingLogFile file) : IDisposable
{
    private readonly Lock _gate = new();

    /// <summary>A line that the resource printed.</summary>
    public void Add(string text, bool isError)
    {
        lock (_gate)
        {
            consoles.Append(instanceName, text, isError);
            file.Write(text);
        }
    }

    /// <summary>A line of the host, told apart by its start.</summary>
    public void Say(string text, bool isError = false) => Add($"[localai] {text}", isError);

    public void Dispose()
    {
        lock (_gate)
        {
            file.Dispose();
        }
    }
}
