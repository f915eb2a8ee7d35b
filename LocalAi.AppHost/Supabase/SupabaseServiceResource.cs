namespace LocalAi.AppHost.Supabase;

/// <summary>One of Supabase's services in a container.</summary>
internal sealed class SupabaseServiceResource(string name) : ContainerResource(name)
{
    public const string EndpointName = "http";

    /// <summary>Where its API listens.</summary>
    public EndpointReference Endpoint => new(this, EndpointName);
}
