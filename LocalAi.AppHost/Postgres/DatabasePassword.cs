namespace LocalAi.AppHost.Postgres;

/// <summary>A generated password that can change while the stack runs: what is started after the change gets the new one.</summary>
internal sealed class DatabasePassword(ParameterResource parameter) : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    private string? _changed;

    public ParameterResource Parameter { get; } = parameter;

    public string ValueExpression => Parameter.ValueExpression;

    public IEnumerable<object> References => [Parameter];

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        _changed is { } changed ? ValueTask.FromResult<string?>(changed) : Parameter.GetValueAsync(cancellationToken);

    public void Change(string password) => _changed = password;
}
