using System.ComponentModel.DataAnnotations;

namespace LocalAi.AgentApi.Knowledge;

/// <summary>How documents are taken in and found again, section <c>Knowledge</c>.</summary>
internal sealed class KnowledgeOptions : IValidatableObject
{
    public const string SectionName = "Knowledge";

    /// <summary>Largest upload in bytes, all files of a request together.</summary>
    [Range(1024, 1L << 30)]
    public long MaxUploadBytes { get; set; } = 100L << 20;

    /// <summary>Longest passage in characters; four are about one token.</summary>
    [Range(200, 8000)]
    public int ChunkCharacters { get; set; } = 1200;

    /// <summary>How much of a passage the next one repeats at most, in characters.</summary>
    [Range(0, 4000)]
    public int ChunkOverlapCharacters { get; set; } = 200;

    /// <summary>How many passages one request to the embedding model has.</summary>
    [Range(1, 1024)]
    public int EmbeddingBatch { get; set; } = 32;

    /// <summary>Most passages that a search gives the model.</summary>
    [Range(1, 50)]
    public int MaxResults { get; set; } = 6;

    /// <summary>A folder whose folders are kept as collections; empty for none.</summary>
    public string WatchDirectory { get; set; } = "";

    /// <summary>How often that folder is looked through, in seconds.</summary>
    [Range(0.05, 86400)]
    public double WatchSeconds { get; set; } = 5;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ChunkOverlapCharacters > ChunkCharacters / 2)
        {
            yield return new ValidationResult(
                $"{SectionName}:{nameof(ChunkOverlapCharacters)} is {ChunkOverlapCharacters}; at most half of {SectionName}:{nameof(ChunkCharacters)} ({ChunkCharacters}) is allowed.");
        }
    }
}
