using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using LocalAi.Hosting.Run.Logs;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>Brings the lines that a container prints into the log of its instance.</summary>
internal static class ContainerLog
{
    /// <summary>Returns when the container has ended and everything it printed is in the log.</summary>
    /// <param name="containers">The engine's containers.</param>
    /// <param name="id">Which.</param>
    /// <param name="since">From when on; lines of earlier runs of a persistent container are not repeated.</param>
    /// <param name="log">Where the lines go.</param>
    /// <param name="cancellationToken">Stops following.</param>
    public static async Task FollowAsync(IContainerOperations containers, string id, DateTimeOffset since, InstanceLog log, CancellationToken cancellationToken)
    {
        var parameters = new ContainerLogsParameters
        {
            ShowStdout = true, ShowStderr = true, Follow = true, Since = $"{since.ToUnixTimeSeconds()}",
        };
        using var stream = await containers.GetContainerLogsAsync(id, parameters, cancellationToken);
        Lines output = new(log, isError: false), error = new(log, isError: true);
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken);
            if (read.EOF)
            {
                output.End();
                error.End();
                return;
            }

            (read.Target == MultiplexedStream.TargetStream.StandardError ? error : output).Add(buffer.AsSpan(0, read.Count));
        }
    }

    /// <summary>Cuts one stream into lines; a character may be cut by the end of a read.</summary>
    private sealed class Lines(InstanceLog log, bool isError)
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly StringBuilder _line = new();

        public void Add(ReadOnlySpan<byte> bytes)
        {
            var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
            _decoder.GetChars(bytes, characters, flush: false);
            foreach (var character in characters)
            {
                if (character == '\n')
                {
                    End();
                }
                else if (character != '\r')
                {
                    _line.Append(character);
                }
            }
        }

        public void End()
        {
            if (_line.Length > 0)
            {
                log.Add(_line.ToString(), isError);
                _line.Clear();
            }
        }
    }
}
