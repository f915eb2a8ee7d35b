using Aspire.Hosting;
using Microsoft.Extensions.Options;

namespace LocalAi.Hosting.Run;

/// <summary>Tells failures that the user can remedy, and that need a sentence, from those that need a stack trace.</summary>
internal static class HostFailure
{
    /// <summary>What to print before ending with exit code 1; null for a failure that is a defect.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        HostStartException or DistributedApplicationException => exception.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures.Select(WithoutPreamble)),
        // The configuration binder's own words name the key and the type.
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } => exception.Message,
        AggregateException many => many.InnerExceptions.Select(Explain).Aggregate((first, second) => first is null || second is null ? null : $"{first}{Environment.NewLine}{second}"),
        _ => null,
    };

    // "DataAnnotation validation failed for 'X' members: 'Y' with the error: 'Z'."
    private static string WithoutPreamble(string failure)
    {
        const string Start = "with the error: '";
        var start = failure.IndexOf(Start, StringComparison.Ordinal);
        return start < 0 ? failure : failure[(start + Start.Length)..].TrimEnd('.', '\'') + ".";
    }
}
