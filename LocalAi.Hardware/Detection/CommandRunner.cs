using System.ComponentModel;
using System.Diagnostics;

namespace LocalAi.Hardware.Detection;

/// <summary>Runs a program for a probe: bounded in time and output, killed with its children when it hangs.</summary>
public sealed class CommandRunner(TimeSpan timeLimit, TimeProvider time)
{
    private const int MaximumOutputCharacters = 1 << 20;

    /// <summary>Runs <paramref name="program"/> and returns what it printed. Never throws but for cancellation.</summary>
    public async Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var limit = new CancellationTokenSource(timeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            return new CommandResult(null, $"{program} is not installed.");
        }

        using (process)
        {
            try
            {
                process.StandardInput.Close();
                var output = ReadBoundedAsync(process.StandardOutput, either.Token);
                var errors = ReadBoundedAsync(process.StandardError, either.Token);
                await Task.WhenAll(output, errors);
                await process.WaitForExitAsync(either.Token);
                return process.ExitCode == 0
                    ? new CommandResult(await output, null)
                    : new CommandResult(null, $"{program} failed with exit code {process.ExitCode}: {FirstLine(await output, await errors)}");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new CommandResult(null, $"{program} did not answer within {timeLimit.TotalSeconds:0.#} seconds.");
            }
            catch (IOException error)
            {
                return new CommandResult(null, $"{program} could not be read: {error.Message}");
            }
            finally
            {
                Kill(process);
            }
        }
    }

    private static async Task<string> ReadBoundedAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        var text = new System.Text.StringBuilder();
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (text.Length < MaximumOutputCharacters)
            {
                text.Append(buffer, 0, read);
            }
        }

        return text.ToString();
    }

    private static string FirstLine(string output, string errors) =>
        (output + '\n' + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "no message";

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It ended by itself between the question and the signal.
        }
    }
}
