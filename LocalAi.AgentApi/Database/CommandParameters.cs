using Npgsql;
using NpgsqlTypes;

namespace LocalAi.AgentApi.Database;

/// <summary>Positional parameters ($1, $2, …) in the order of the calls, without boxing.</summary>
internal static class CommandParameters
{
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
        where T : notnull
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>A parameter that may be null, whose type Postgres could not infer then.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T? value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter<T?> { TypedValue = value, NpgsqlDbType = type });
        return command;
    }
}
