using System.CommandLine;
using LocalAi.Cli.Backups;
using LocalAi.Cli.Bundles;
using LocalAi.Cli.Doctor;
using LocalAi.Cli.Fitting;
using LocalAi.Cli.Secrets;
using LocalAi.Cli.Simulate;
using LocalAi.Cli.Upgrades;
using LocalAi.Hardware.Gguf;
using LocalAi.Hardware.Queries;

namespace LocalAi.Cli;

/// <summary>The program <c>localai</c>.</summary>
internal static class LocalAiCommand
{
    /// <summary>Runs the command line and returns an <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancellationToken)
    {
        var root = new RootCommand("LocalAi on the command line: what fits this machine and how fast it will be, whether it is ready, and how a deployment is kept.")
        {
            FitCommand.Create(context),
            SimulateCommand.Create(context),
            DoctorCommand.Create(context),
            SecretsCommand.Create(context),
            BackupCommand.Create(context),
            RestoreCommand.Create(context),
            UpgradeCommand.Create(context),
            BundleCommand.Create(context),
            LoadCommand.Create(context),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors.Select(error => error.Message).OrderByDescending(message => message.Contains("'--", StringComparison.Ordinal)).Concat(Suggestions(parsed)).Distinct())
            {
                await context.Error.WriteLineAsync(error);
            }

            await context.Error.WriteLineAsync($"See: localai {parsed.CommandResult.Command.Name} --help".Replace($"localai {root.Name}", "localai", StringComparison.Ordinal));
            return ExitCode.Usage;
        }

        try
        {
            // Signals are the program's: by default the library gives a command two seconds, which are not enough to start again what it has stopped.
            var invocation = new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (EstimateQueryException error)
        {
            await context.Error.WriteLineAsync($"{OptionName(parsed, error.Field)}: {error.Message}");
            return ExitCode.Usage;
        }
        catch (GgufException error)
        {
            await context.Error.WriteLineAsync(error.Message);
            return ExitCode.Usage;
        }
        catch (CommandFailedException error)
        {
            await context.Error.WriteLineAsync(error.Message);
            return ExitCode.Negative;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A disk that is full, a folder that is another user's: the system's message names the file.
            await context.Error.WriteLineAsync(error.Message);
            return ExitCode.Negative;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Negative;
        }
    }

    /// <summary><c>kvCache</c> is <c>--kv-cache</c> on the command line; <c>model</c> is an argument of <c>fit</c>.</summary>
    private static string OptionName(ParseResult parsed, string field) => parsed.CommandResult.Command.Arguments.FirstOrDefault(argument => argument.Name.Equals(field, StringComparison.OrdinalIgnoreCase)) is { } argument
        ? argument.Name
        : "--" + string.Concat(field.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static IEnumerable<string> Suggestions(ParseResult parsed)
    {
        var options = parsed.CommandResult.Command.Options.Select(option => option.Name).ToList();
        return parsed.Tokens
            .Select(token => token.Value)
            .Where(token => token.StartsWith("--", StringComparison.Ordinal) && !options.Contains(token))
            .Select(token => (token, near: NearMatches.Of(token, options)))
            .Where(found => found.near.Count > 0)
            .Select(found => $"{found.token}: did you mean {string.Join(" or ", found.near)}?");
    }
}
