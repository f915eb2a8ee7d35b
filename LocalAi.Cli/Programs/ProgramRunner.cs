using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace LocalAi.Cli.Programs;

/// <summary>Runs the engine's and Postgres' programs, with streams of any length in and out.</summary>
internal static class ProgramRunner
{
    private const int KeptErrorCharacters = 2000;

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <exception cref="CommandFailedException">It is not installed, or it failed; the message has the end of what it said.</exception>
    public static async Task<string> ReadAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        await RunAsync(call, null, output, cancellationToken);
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length).Trim();
    }

    /// <summary>Runs a program to its end, with <paramref name="input"/> as what it reads and <paramref name="output"/> for what it prints.</summary>
    /// <exception cref="CommandFailedException">It is not installed, or it failed; the message has the end of what it said.</exception>
    /// <exception cref="IOException"><paramref name="output"/> cannot be written, or <paramref name="input"/> cannot be read.</exception>
    public static async Task RunAsync(ProgramCall call, Stream? input, Stream output, CancellationToken cancellationToken)
    {
        using var process = Start(call);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            var written = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            await FeedAsync(process, input, cancellationToken);
            await written;
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        if (process.ExitCode != 0)
        {
            var said = (await errors).Trim();
            throw new CommandFailedException($"{call.Name} failed: {(said.Length > KeptErrorCharacters ? said[^KeptErrorCharacters..] : said)}");
        }
    }

    private static async Task FeedAsync(Process process, Stream? input, CancellationToken cancellationToken)
    {
        if (input is not null)
        {
            try
            {
                await input.CopyToAsync(process.StandardInput.BaseStream, cancellationToken);
            }
            catch (IOException) when (process.HasExited || process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                // It ended before it had read everything; its exit code says why.
            }
        }

        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The same, found when the rest was flushed.
        }
    }

    private static Process Start(ProgramCall call)
    {
        var start = new ProcessStartInfo(call.Program, call.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = call.Folder ?? "",
        };
        foreach (var (name, value) in call.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new CommandFailedException($"{call.Program} is not installed: {error.Message}", error);
        }
    }
}
