using System.Text;
using LocalAi.Cli.Programs;

namespace LocalAi.Cli.Secrets;

/// <summary>The clipboard of this desktop, through the programs that systems have for it; they take the text as input, so no list of processes shows it.</summary>
internal static class Clipboard
{
    private static readonly ProgramCall[] Programs =
    [
        new("wl-copy", []),
        new("xclip", ["-selection", "clipboard"]),
        new("xsel", ["--clipboard", "--input"]),
        new("pbcopy", []),
        new("clip.exe", []),
    ];

    /// <exception cref="CommandFailedException">There is no clipboard here.</exception>
    public static async Task CopyAsync(string text, CancellationToken cancellationToken)
    {
        foreach (var program in Programs)
        {
            try
            {
                await ProgramRunner.RunAsync(program, new MemoryStream(Encoding.UTF8.GetBytes(text)), Stream.Null, cancellationToken);
                return;
            }
            catch (CommandFailedException)
            {
                // Not installed, or no desktop to talk to: perhaps the next.
            }
        }

        throw new CommandFailedException("There is no clipboard here (wl-copy, xclip, xsel, pbcopy and clip.exe were tried): use --print.");
    }
}
