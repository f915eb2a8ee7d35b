namespace LocalAi.AgentApi.Conversations;

internal static class ConversationServices
{
    public static IServiceCollection AddConversations(this IServiceCollection services) => services
        .AddSingleton<ConversationStore>()
        .AddSingleton<ConversationAccess>()
        .AddSingleton<MessageStore>()
        .AddSingleton<ConversationHistory>()
        .AddSingleton<TurnQueue>()
        .AddScoped<ConversationTurns>();
}
