using System.Text;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>
/// Reads a child's output line by line on a thread of its own: reads from anonymous pipes block a thread in .NET, and a pool
/// that starts with two threads cannot spare two per child. A line without end is cut, so that memory stays bounded.
/// </summary>
internal sealed class OutputReader
{
    internal const int LongestLine = 32 * 1024;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OutputReader(TextReader reader, Action<string> onLine)
    {
        var thread = new Thread(() => Read(reader, onLine), maxStackSize: 256 * 1024) { IsBackground = true, Name = "child output" };
        thread.Start();
    }

    /// <summary>Completes when the other side has closed the pipe.</summary>
    public Task Ended => _ended.Task;

    private void Read(TextReader reader, Action<string> onLine)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        try
        {
            int count;
            while ((count = reader.Read(buffer, 0, buffer.Length)) > 0)
            {
                Split(buffer.AsSpan(0, count), line, onLine);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The pipe was closed under the reader: the child is gone and its output over.
        }

        if (line.Length > 0)
        {
            onLine(line.ToString());
        }

        _ended.SetResult();
    }

    private static void Split(ReadOnlySpan<char> text, StringBuilder line, Action<string> onLine)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n');
            var part = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            if (line.Length + part.Length > LongestLine)
            {
                part = part[..Math.Max(0, LongestLine - line.Length)];
            }

            line.Append(part);
            if (end >= 0)
            {
                onLine(line.ToString().TrimEnd('\r'));
                line.Clear();
            }
        }
    }
}
