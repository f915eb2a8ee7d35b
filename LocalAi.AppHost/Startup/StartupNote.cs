namespace LocalAi.AppHost.Startup;

/// <summary>A sentence that is printed below the summary when the stack is up.</summary>
internal sealed record StartupNote(string Text) : IResourceAnnotation;

/// <summary>Adds notes to resources.</summary>
internal static class StartupNoteExtensions
{
    public static IResourceBuilder<T> WithStartupNote<T>(this IResourceBuilder<T> builder, string text)
        where T : IResource =>
        builder.WithAnnotation(new StartupNote(text));
}
