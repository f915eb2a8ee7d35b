using Aspire.Hosting;

namespace LocalAi.Hosting;

/// <summary>Adds to a builder what runs the application on this machine.</summary>
internal static partial class RunMode
{
    public static void Add(DistributedApplicationBuilder builder) => AddServices(builder);

    static partial void AddServices(DistributedApplicationBuilder builder);
}
