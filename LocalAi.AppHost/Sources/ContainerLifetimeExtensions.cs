using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Sources;

/// <summary>Applies <c>LocalAi:ContainerLifetime</c>.</summary>
internal static class ContainerLifetimeExtensions
{
    public static IResourceBuilder<T> WithConfiguredLifetime<T>(this IResourceBuilder<T> builder, LocalAiStack stack)
        where T : ContainerResource =>
        !stack.IsPublishing && stack.Options.ContainerLifetime == ContainerLifetimeSetting.Persistent
            ? builder.WithLifetime(ContainerLifetime.Persistent)
            : builder;
}
