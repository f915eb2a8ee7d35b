using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Database;

/// <summary>The agent's database, <c>ConnectionStrings:agentdb</c>, as a host injects it.</summary>
internal sealed class DatabaseOptions : IValidateOptions<DatabaseOptions>
{
    public const string SectionName = "ConnectionStrings";
    public const string ConnectionName = "agentdb";

    public string? AgentDb { get; set; }

    public ValidateOptionsResult Validate(string? name, DatabaseOptions options) => string.IsNullOrWhiteSpace(options.AgentDb)
        ? ValidateOptionsResult.Fail($"{SectionName}:{ConnectionName} is missing: expected an Npgsql connection string, Host=…;Port=…;Username=…;Password=…;Database=….")
        : ValidateOptionsResult.Success;
}
