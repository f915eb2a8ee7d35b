namespace LocalAi.AppHost.Configuration;

/// <summary>The services of the stack: names, default ports, and how each is had without a container.</summary>
internal static class ServiceCatalog
{
    public const string Web = "web";
    public const string Agent = "agent";
    public const string Dashboard = "dashboard";
    public const string Ollama = "ollama";
    public const string Simulator = "simulator";
    public const string Postgres = "postgres";
    public const string Supabase = "supabase";
    public const string SupabaseAuth = "supabase-auth";
    public const string SupabaseRest = "supabase-rest";
    public const string SupabaseMeta = "supabase-meta";
    public const string SupabaseStorage = "supabase-storage";
    public const string SupabaseImageProxy = "supabase-imgproxy";
    public const string SupabaseStudio = "supabase-studio";
    public const string N8n = "n8n";
    public const string OpenWebUi = "open-webui";
    public const string Searxng = "searxng";
    public const string Caddy = "caddy";
    public const string ResourceService = "resource-service";

    /// <summary>Every service, in the order in which a person looks for it.</summary>
    public static IReadOnlyList<ServiceDefinition> All { get; } =
    [
        new(Web, 7080),
        new(Agent, 7081),
        new(Dashboard, 18888, CanHaveTokenRoute: true),
        new(Ollama, 11434, Programs: ["ollama"], Embedded: true, CanHaveTokenRoute: true, Install: "install Ollama (https://ollama.com/download)",
            // No container on macOS has the graphics processor.
            NativeFirst: OperatingSystem.IsMacOS()),
        new(Simulator, 11435),
        new(Postgres, 7432, Programs: ["postgres", "initdb"], Embedded: true,
            Install: "install PostgreSQL (for example 'apt install postgresql') or Node.js with npm, or set a connection string in LocalAi:Services:postgres:Url"),
        new(Supabase, 8000),
        new(SupabaseAuth, null),
        new(SupabaseRest, null),
        new(SupabaseMeta, null),
        new(SupabaseStorage, null),
        new(SupabaseImageProxy, null),
        new(SupabaseStudio, null),
        new(N8n, 5678, Programs: ["n8n"], Install: "run 'npm install -g n8n'"),
        new(OpenWebUi, 3000, Programs: ["open-webui"], Install: "run 'pip install open-webui'"),
        new(Searxng, 8081, Programs: ["searxng-run"], OtherPrograms: ["searx-run"], CanHaveTokenRoute: true, Install: "run 'apt install searx'"),
        new(Caddy, 443, Programs: ["caddy"], Install: "run 'apt install caddy'"),
        new(ResourceService, 18887),
    ];

    public static ServiceDefinition Get(string name) =>
        All.First(service => service.Name == name);
}

/// <summary>One service of the stack.</summary>
/// <param name="Name">Resource name and key under <c>LocalAi:Services</c>.</param>
/// <param name="DefaultPort">Port on this machine where none is set.</param>
/// <param name="Programs">Programs that must all be found for the native source; the first names it.</param>
/// <param name="OtherPrograms">Programs that do in their place.</param>
/// <param name="Embedded">Whether LocalAi brings a default of its own, so that the service is never off.</param>
/// <param name="CanHaveTokenRoute">Whether an operator may give it a host name behind a bearer token.</param>
/// <param name="Install">What a person does to have the service without a container.</param>
/// <param name="NativeFirst">Whether the program on this machine is better than a container.</param>
internal sealed record ServiceDefinition(
    string Name, int? DefaultPort, IReadOnlyList<string>? Programs = null, IReadOnlyList<string>? OtherPrograms = null, bool Embedded = false,
    bool CanHaveTokenRoute = false, string? Install = null, bool NativeFirst = false);
