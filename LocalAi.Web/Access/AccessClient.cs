using System.Net.Http.Json;
using LocalAi.Web.Agent;

namespace LocalAi.Web.Access;

/// <summary>The agent's keys and usage. Every failure is an <see cref="AgentException"/>; only the caller's own cancellation passes through.</summary>
internal sealed class AccessClient(AgentClient agent)
{
    public async Task<IReadOnlyList<AccessContracts.Key>> ListKeysAsync(CancellationToken cancellationToken) =>
        (await agent.AskAsync(HttpMethod.Get, "/api/keys", null, AccessJson.Default.KeyList, cancellationToken))!.Items;

    public async Task<AccessContracts.NewKey> CreateKeyAsync(AccessContracts.CreateKey create, CancellationToken cancellationToken) =>
        (await agent.AskAsync(
            HttpMethod.Post, "/api/keys", JsonContent.Create(create, AccessJson.Default.CreateKey), AccessJson.Default.NewKey, cancellationToken))!;

    public Task ChangeKeyAsync(Guid id, AccessContracts.ChangeKey change, CancellationToken cancellationToken) =>
        agent.AskAsync<object>(HttpMethod.Patch, $"/api/keys/{id}", JsonContent.Create(change, AccessJson.Default.ChangeKey), null, cancellationToken);

    public Task RevokeKeyAsync(Guid id, CancellationToken cancellationToken) =>
        agent.AskAsync<object>(HttpMethod.Delete, $"/api/keys/{id}", null, null, cancellationToken);

    public async Task<IReadOnlyList<AccessContracts.Usage>> GetUsageAsync(int days, CancellationToken cancellationToken) =>
        (await agent.AskAsync(HttpMethod.Get, $"/api/usage?days={days}", null, AccessJson.Default.Report, cancellationToken))!.Items;
}
