using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.IntegrationTests.Services;

/// <summary>Uses the services of a running stack as its users do.</summary>
internal sealed class StackClient(AppHostProcess host)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Waits until every service but those that are off is healthy.</summary>
    public async Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (!host.Output.Contains("Press Ctrl+C", StringComparison.Ordinal))
        {
            Assert.False(limit.IsCancellationRequested || host.HasExited, $"The stack is not up: {host.Output}");
            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>A chat turn: the tool calls that succeeded, by name, and the answer.</summary>
    public async Task<(IReadOnlyList<string> Tools, string Answer)> ChatAsync(string question, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = host.Address("agent"), Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Secret("agent-key"));
        using var created = await client.PostAsJsonAsync("api/conversations", new { }, cancellationToken);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetString();
        using var answer = await client.PostAsJsonAsync($"api/conversations/{id}/messages", new { content = question }, cancellationToken);
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);
        var done = JsonSerializer.Deserialize<JsonElement>(events.Split("event: done\ndata: ")[1].Split('\n')[0]).GetProperty("message");
        return (
            [.. done.GetProperty("toolCalls").EnumerateArray().Where(call => call.GetProperty("status").GetString() == "succeeded").Select(call => call.GetProperty("name").GetString()!)],
            done.GetProperty("content").GetString()!);
    }

    /// <summary>Calls a workflow by its webhook; n8n opens its webhooks a moment after it is ready.</summary>
    public async Task<JsonElement> CallWorkflowAsync(string path, object input, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = host.Address("n8n"), Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Secret("n8n-token"));
        JsonElement result = default;
        await host.WaitUntilAsync(
            async () =>
            {
                using var response = await client.PostAsJsonAsync($"webhook/{path}", input, cancellationToken);
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    return false;
                }

                Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
                result = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
                return true;
            },
            $"the webhook {path}",
            cancellationToken);
        return result;
    }

    /// <summary>Waits until the agent has n8n's tools, by using one.</summary>
    public async Task<(IReadOnlyList<string> Tools, string Answer)> ChatWithWorkflowAsync(string question, CancellationToken cancellationToken)
    {
        (IReadOnlyList<string> Tools, string Answer) answer = ([], "");
        await host.WaitUntilAsync(
            async () =>
            {
                answer = await ChatAsync(question, cancellationToken);
                return answer.Tools.Any(tool => tool.StartsWith("n8n_", StringComparison.Ordinal));
            },
            "the agent to have n8n's tools",
            cancellationToken);
        return answer;
    }
}
