using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.ClientAnswers;
using LocalAi.AgentApi.Errors;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OllamaProtocol;

/// <summary><c>POST /api/chat</c> and <c>POST /api/generate</c>: streamed unless the client wants the answer whole.</summary>
internal static class OllamaChatEndpoints
{
    public static void MapOllamaChat(this RouteGroupBuilder group)
    {
        group.MapPost("/chat", ChatAsync).WithSummary("Answers a chat, as lines of JSON or whole").RequireScope(KeyScopes.Chat);
        group.MapPost("/generate", GenerateAsync).WithSummary("Answers a prompt, as lines of JSON or whole").RequireScope(KeyScopes.Chat);
    }

    private static async Task ChatAsync(HttpContext context, ClientChats chats, TimeProvider time, CancellationToken cancellationToken)
    {
        var request = await JsonBody.ReadAsync(context.Request, OllamaClientJson.Default.ChatRequest, cancellationToken);
        var options = OllamaOptions.Of(request);
        options.Tools = OllamaMessages.Tools(request.Tools);
        var messages = OllamaMessages.Of(request.Messages ?? []);
        var chat = await chats.BeginAsync(request.Model, messages, options, cancellationToken);
        await WriteAsync(context, new(request.Model, chat, IsChat: true, time), request.Stream ?? true, messages.Count == 0);
    }

    private static async Task GenerateAsync(HttpContext context, ClientChats chats, TimeProvider time, CancellationToken cancellationToken)
    {
        var request = await JsonBody.ReadAsync(context.Request, OllamaClientJson.Default.GenerateRequest, cancellationToken);
        if (Unsupported(request) is { } field)
        {
            throw new InvalidRequestException(field, $"'{field}' is not supported: the agent asks models of any server in chats. Use /api/chat for a conversation.");
        }

        var images = OllamaMessages.Images(request.Images, message: null);
        List<ChatMessage> messages = [new(ChatRole.User, [new TextContent(request.Prompt ?? ""), .. images])];
        if (!string.IsNullOrEmpty(request.System))
        {
            messages.Insert(0, new(ChatRole.System, request.System));
        }

        var chat = await chats.BeginAsync(request.Model, messages, OllamaOptions.Of(request), cancellationToken);
        await WriteAsync(context, new(request.Model, chat, IsChat: false, time), request.Stream ?? true, string.IsNullOrEmpty(request.Prompt));
    }

    private static string? Unsupported(OllamaClientWire.GenerateRequest request) =>
        request.Raw ? "raw"
        : !string.IsNullOrEmpty(request.Suffix) ? "suffix"
        : !string.IsNullOrEmpty(request.Template) ? "template"
        : request.Context is { Count: > 0 } ? "context"
        : null;

    private static async Task WriteAsync(HttpContext context, OllamaAnswer answer, bool stream, bool asksNothing)
    {
        if (stream && !asksNothing)
        {
            await new OllamaStream(context, answer).WriteAsync(answer.Chat.Updates);
            return;
        }

        var whole = asksNothing ? answer.Nothing() : answer.Whole(await CollectedAnswer.OfAsync(answer.Chat.Updates, context.RequestAborted));
        await context.Response.WriteAsJsonAsync(whole, OllamaClientJson.Answers.Answer, cancellationToken: context.RequestAborted);
    }
}
