using LocalAi.Web.Agent;

namespace LocalAi.Web.Components.Pages.Services;

/// <summary>What the page says of a service.</summary>
internal static class ServiceText
{
    private static readonly Dictionary<string, (string Title, string Purpose)> Known = new(StringComparer.Ordinal)
    {
        ["web"] = ("Web", "This page and the chat."),
        ["agent"] = ("Agent", "Answers, uses tools, and speaks OpenAI's protocol to other programs."),
        ["dashboard"] = ("Dashboard", "Traces, logs, token throughput, and every process and container."),
        ["ollama"] = ("Model server", "Runs the language and embedding models."),
        ["postgres"] = ("Postgres", "Keeps conversations, and each service's own data."),
        ["supabase"] = ("Supabase", "APIs and a studio for the database, behind one gateway."),
        ["n8n"] = ("n8n", "Workflows: started by the agent as tools, by webhooks, or on a schedule."),
        ["open-webui"] = ("Open WebUI", "Another chat interface for the same agent and models."),
        ["searxng"] = ("SearXNG", "Web search that tells nobody who searches."),
        ["caddy"] = ("Caddy", "The entry from the network, with TLS."),
    };

    public static string Title(string name) => Known.TryGetValue(name, out var known) ? known.Title : name;

    public static string Purpose(string name) => Known.TryGetValue(name, out var known) ? known.Purpose : "";

    public static string State(StackService service) => service.State switch
    {
        "up" => "Running",
        "down" => "Not answering",
        _ => "Off",
    };

    public static string Source(StackService service) => service.Source switch
    {
        "off" => Sentence(service.Reason),
        "project" => "Part of LocalAi.",
        "container" => $"Container: {service.Reason}",
        "native" => $"Program of this machine: {service.Reason}",
        "embedded" => $"LocalAi's own: {service.Reason}",
        _ => $"Runs elsewhere: {service.Reason}",
    };

    /// <summary>The services that it is wired to and that are on.</summary>
    public static string Uses(StackService service, IReadOnlyList<StackService> all) =>
        string.Join(", ", service.Uses.Where(used => all.Any(other => other.Name == used && other.State != "off")).Select(Title));

    private static string Sentence(string? text) => text is not { Length: > 0 } ? "" : char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
