namespace LocalAi.AgentApi.Knowledge;

/// <summary>A model whose vectors are stored: those of different models do not compare.</summary>
/// <param name="Id">Its number in the database.</param>
/// <param name="Name">Its name at the model server.</param>
/// <param name="Dimensions">The length of its vectors.</param>
internal sealed record EmbeddingModel(int Id, string Name, int Dimensions);
