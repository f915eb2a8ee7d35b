namespace LocalAi.AppHost.Configuration;

/// <summary>Something the operator set, or the machine lacks, that keeps the stack from starting; the message says what to do.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public SettingsException(string problem)
        : this([problem])
    {
    }

    /// <summary>One line per problem, each naming its key.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
