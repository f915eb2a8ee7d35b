using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.ModelProviders.Ollama;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ClientAnswers;

/// <summary>
/// Chats for programs that speak OpenAI's or Ollama's protocol. Tools are the client's: calls are handed back, none is run here.
/// </summary>
internal sealed class ClientChats(ModelCatalog catalog)
{
    /// <summary>Finds the model, the default one where <paramref name="model"/> names none.</summary>
    /// <exception cref="InvalidRequestException">The model cannot do what is asked.</exception>
    /// <inheritdoc cref="ModelCatalog.ResolveChatAsync" path="/exception"/>
    public async Task<ClientChat> BeginAsync(string? model, IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var chosen = await catalog.ResolveChatAsync(model, cancellationToken);
        CheckImages(messages, chosen.Description);
        options.ModelId = chosen.Description.Id;
        return new(chosen, chosen.Client.GetStreamingResponseAsync(messages, options, cancellationToken));
    }

    /// <summary>Images go to models that can see. Of other servers than Ollama it is not known which can; they say so themselves.</summary>
    private static void CheckImages(IReadOnlyList<ChatMessage> messages, ModelDescription model)
    {
        var index = messages.TakeWhile(message => !message.Contents.OfType<DataContent>().Any()).Count();
        if (index < messages.Count && model.Provider == OllamaServer.ProviderName && !model.Can(ModelCapabilities.Vision))
        {
            throw new InvalidRequestException($"messages[{index}].content", $"'{model.Id}' cannot see images: choose a model with the capability 'vision' (GET /api/models).");
        }
    }
}
