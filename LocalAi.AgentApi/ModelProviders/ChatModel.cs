using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>A model to chat with: what it is, and the client of its server (which takes the model's name from the options).</summary>
internal sealed record ChatModel(ModelDescription Description, IChatClient Client);
