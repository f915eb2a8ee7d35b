using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.ClientAnswers;
using LocalAi.AgentApi.Errors;

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

    private static async Task CompleteAsync(HttpContext context, ClientChats chats, TimeProvider time, CancellationToken cancellationToken)
    {
        var request = await JsonBody.ReadAsync(context.Request, OpenAiJson.Default.ChatCompletionRequest, cancellationToken);
        var chat = await chats.BeginAsync(
            request.Model, ChatCompletionRequests.Messages(request), ChatCompletionRequests.Options(request), cancellationToken);
        var head = new AnswerHead($"chatcmpl-{Guid.CreateVersion7():N}", time.GetUtcNow().ToUnixTimeSeconds(), chat.Model);
        if (request.Stream)
        {
            using var stream = new ChatCompletionStream(context, head, request.StreamOptions?.IncludeUsage ?? false);
            await stream.WriteAsync(chat.Updates);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(
                ChatCompletionAnswer.Completion(await CollectedAnswer.OfAsync(chat.Updates, cancellationToken), head),
                OpenAiJson.Answers.ChatCompletion, cancellationToken: cancellationToken);
        }
    }
}
