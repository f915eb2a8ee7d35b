namespace LocalAi.Cli.Upgrades;

/// <summary>What an upgrade does to a service.</summary>
/// <param name="Service">Its name.</param>
/// <param name="From">The image that runs; null for a new service.</param>
/// <param name="To">The image that will run; null for a service that goes.</param>
internal sealed record ImageChange(string Service, string? From, string? To)
{
    public override string ToString() => From is null ? $"{Service}: new, {To}" : To is null ? $"{Service}: removed" : $"{Service}: {From} -> {To}";
}
