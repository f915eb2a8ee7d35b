namespace LocalAi.ModelSimulator.Ollama;

/// <summary>Ollama's own API.</summary>
internal static class OllamaApi
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapOllamaApi(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/", GetAndHead, OllamaResults.Handle(context => OllamaResults.TextAsync(context, "Ollama is running")));
        app.MapMethods("/api/version", GetAndHead, OllamaResults.Handle(ModelEndpoints.VersionAsync));
        app.MapMethods("/api/tags", GetAndHead, OllamaResults.Handle(ModelEndpoints.TagsAsync));
        app.MapGet("/api/ps", OllamaResults.Handle(ModelEndpoints.ProcessesAsync));
        app.MapPost("/api/show", OllamaResults.Handle(ModelEndpoints.ShowAsync));
        app.MapPost("/api/pull", OllamaResults.Handle(PullEndpoint.PullAsync));
        app.MapPost("/api/create", OllamaResults.Handle(CreateEndpoint.CreateAsync));
        app.MapPost("/api/copy", OllamaResults.Handle(CreateEndpoint.CopyAsync));
        app.MapMethods("/api/blobs/{digest}", [HttpMethods.Head], OllamaResults.Handle(BlobEndpoints.FindAsync));
        app.MapPost("/api/blobs/{digest}", OllamaResults.Handle(BlobEndpoints.UploadAsync));
        app.MapDelete("/api/delete", OllamaResults.Handle(ModelEndpoints.DeleteAsync));
        app.MapPost("/api/chat", OllamaResults.Handle(ChatEndpoint.ChatAsync));
        app.MapPost("/api/generate", OllamaResults.Handle(GenerateEndpoint.GenerateAsync));
        app.MapPost("/api/embed", OllamaResults.Handle(EmbedEndpoints.EmbedAsync));
        app.MapPost("/api/embeddings", OllamaResults.Handle(EmbedEndpoints.EmbeddingsAsync));
    }
}
