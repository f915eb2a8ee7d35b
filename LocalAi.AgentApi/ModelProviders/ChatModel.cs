using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>A model to chat with in one turn: the client of its server, which takes the model's name from the options.</summary>
/// <param name="description">What it is; where others may have to answer for it, the one that did.</param>
/// <param name="client">Asks it.</param>
internal sealed class ChatModel(Func<ModelDescription> description, IChatClient client)
{
    public ChatModel(ModelDescription description, IChatClient client)
        : this(() => description, client)
    {
    }

    public ModelDescription Description => description();

    public IChatClient Client => client;
}
