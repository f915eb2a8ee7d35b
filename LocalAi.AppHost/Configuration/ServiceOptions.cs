namespace LocalAi.AppHost.Configuration;

/// <summary>What an operator can say of one service, under <c>LocalAi:Services:&lt;name&gt;</c>.</summary>
internal sealed class ServiceOptions
{
    public SourceSetting Source { get; set; } = SourceSetting.Auto;

    /// <summary>Address of a server that runs already, for <see cref="SourceSetting.External"/>; for Postgres an Npgsql connection string.</summary>
    public string? Url { get; set; }

    /// <summary>The port on this machine; null takes the service's default.</summary>
    public int? Port { get; set; }

    /// <summary>Caddy only: the port that sends browsers on to https; null takes 80.</summary>
    public int? HttpPort { get; set; }

    /// <summary>Image with tag instead of the pinned one, for locally built or mirrored images.</summary>
    public string? Image { get; set; }

    /// <summary>Whether <c>lan</c> and <c>public</c> have a host name for a service that asks for no key itself; Caddy then asks for a bearer token.</summary>
    public bool Public { get; set; }

    /// <summary>Dashboard only: the port of the OTLP gRPC receiver.</summary>
    public int? OtlpGrpcPort { get; set; }

    /// <summary>Dashboard only: the port of the OTLP HTTP receiver.</summary>
    public int? OtlpHttpPort { get; set; }
}

/// <summary>Where a service should come from.</summary>
internal enum SourceSetting
{
    /// <summary>The first that works of: the configured URL, a container, the native program, the embedded default.</summary>
    Auto,
    Container,
    Native,
    Embedded,
    External,
    Off,
}
