using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary><c>POST /v1/chat/completions</c>. Tools are the caller's: calls are handed back, none is run here.</summary>
internal static class ChatCompletionEndpoints
{
    public static void MapChatCompletions(this RouteGroupBuilder group) => group.MapPost("/chat/completions", CompleteAsync)
        .WithSummary("Answers a chat, whole or streamed as server-sent events")
        .RequireScope(KeyScopes.Chat)
        .Accepts<OpenAiWire.ChatCompletionRequest>("application/json")
        .Produces<OpenAiWire.ChatCompletion>()
        .Produces<OpenAiWire.Chunk>(contentType: "text/event-stream")
        .ProducesOpenAiErrors();

    private static async Task CompleteAsync(HttpContext context, ModelCatalog catalog, TimeProvider time, CancellationToken cancellationToken)
    {
        var request = await JsonBody.ReadAsync(context.Request, OpenAiJson.Default.ChatCompletionRequest, cancellationToken);
        var messages = ChatCompletionRequests.Messages(request);
        var options = ChatCompletionRequests.Options(request, request.Model ?? "");
        var model = await catalog.ResolveChatAsync(request.Model, cancellationToken);
        ChatCompletionRequests.CheckImages(messages, model.Description);
        options.ModelId = model.Description.Id;
        var updates = model.Client.GetStreamingResponseAsync(messages, options, cancellationToken);
        var head = new AnswerHead($"chatcmpl-{Guid.CreateVersion7():N}", time.GetUtcNow().ToUnixTimeSeconds(), model);
        if (request.Stream)
        {
            await new ChatCompletionStream(context, head, request.StreamOptions?.IncludeUsage ?? false).WriteAsync(updates);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(
                await ChatCompletionAnswer.CollectAsync(updates, head, cancellationToken),
                OpenAiJson.Answers.ChatCompletion, cancellationToken: cancellationToken);
        }
    }
}
