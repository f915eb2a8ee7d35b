namespace Aspire.Hosting.Docker;

/// <summary>The dashboard of a compose file.</summary>
public class DockerComposeAspireDashboardResource(string name) : ContainerResource(name)
{
    /// <summary>Where browsers find it.</summary>
    public EndpointReference PrimaryEndpoint => new(this, "http");

    /// <summary>Where telemetry is sent to.</summary>
    public EndpointReference OtlpGrpcEndpoint => new(this, "otlp-grpc");
}
