using System.Text;

namespace LocalAi.Hosting.Run.Logs;

/// <summary>
/// A log file of bounded size: at the limit it becomes <c>NAME.1.log</c> (the former one is dropped) and a new one begins.
/// A file that cannot be written costs the file only, never the resource: it is tried again after a minute.
/// </summary>
internal sealed class RotatingLogFile(string path, TimeProvider time, long largestBytes = RotatingLogFile.DefaultLargestBytes) : IDisposable
{
    internal const long DefaultLargestBytes = 10 * 1024 * 1024;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private FileStream? _file;
    private long? _failedAt;

    /// <summary>Appends a line with the time (UTC) in front. Not thread-safe.</summary>
    public void Write(string line)
    {
        if (_failedAt is { } failedAt && time.GetElapsedTime(failedAt) < RetryAfter)
        {
            return;
        }

        try
        {
            _file ??= Open();
            _file.Write(Encoding.UTF8.GetBytes($"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {line}\n"));
            _file.Flush();
            _failedAt = null;
            if (_file.Length >= largestBytes)
            {
                _file.Dispose();
                _file = null;
                File.Move(path, Path.ChangeExtension(path, ".1.log"), overwrite: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _failedAt = time.GetTimestamp();
            _file = null;
        }
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Open() => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
}
