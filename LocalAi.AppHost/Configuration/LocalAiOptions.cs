namespace LocalAi.AppHost.Configuration;

/// <summary>Everything an operator can set for the app host, under <c>LocalAi:</c>; see docs/configuration.md.</summary>
internal sealed class LocalAiOptions
{
    public const string SectionName = "LocalAi";
    public const string DefaultDomain = "localai.lan";

    /// <summary>Who can reach the stack: this machine, the local network, or the internet.</summary>
    public StackEnvironment Environment { get; set; } = StackEnvironment.Private;

    /// <summary>Where all state lives: database files, generated secrets, logs. Deleting it is a full reset.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>Whether containers end with the stack or go on, so that the next start finds them running.</summary>
    public ContainerLifetimeSetting ContainerLifetime { get; set; } = ContainerLifetimeSetting.Session;

    /// <summary>The domain below which <c>lan</c> and <c>public</c> serve the stack's host names: <c>chat.DOMAIN</c>, <c>n8n.DOMAIN</c>, ….</summary>
    public string Domain { get; set; } = DefaultDomain;

    /// <summary>Where the certificates of the host names come from.</summary>
    public TlsSetting Tls { get; set; } = TlsSetting.Auto;

    /// <summary>The contact of the account with the certificate authority.</summary>
    public string? Email { get; set; }

    /// <summary>Which graphics processor the model server's container gets.</summary>
    public GpuSetting Gpu { get; set; } = GpuSetting.Auto;

    /// <summary>Which database the stack has.</summary>
    public DatabaseSetting Database { get; set; } = DatabaseSetting.Postgres;

    public SupabaseOptions Supabase { get; set; } = new();

    public ModelOptions Models { get; set; } = new();

    public SimulatorSettings Simulator { get; set; } = new();

    public SearchOptions Search { get; set; } = new();

    public WorkflowOptions Workflows { get; set; } = new();

    public PrivacySettings Privacy { get; set; } = new();

    /// <summary>Settings by service name (<c>web</c>, <c>postgres</c>, …): see <see cref="ServiceCatalog"/>.</summary>
    public Dictionary<string, ServiceOptions> Services { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether certificates come from Caddy's own authority.</summary>
    internal bool UsesInternalCertificates => Environment == StackEnvironment.Lan || Tls == TlsSetting.Internal;
}

/// <summary>Who can reach the stack.</summary>
internal enum StackEnvironment
{
    /// <summary>Every port on 127.0.0.1.</summary>
    Private,

    /// <summary>Caddy with its internal certificate authority on the local network.</summary>
    Lan,

    /// <summary>Caddy with public certificates on 80 and 443 is the only entry.</summary>
    Public,
}
