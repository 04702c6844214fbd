import { ApiError } from '#web/api.ts';
import type { Question } from './client.ts';

/** A schema of the document, as far as the page shows it. */
export interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  format?: string;
  description?: string;
  const?: unknown;
  enum?: readonly unknown[];
  properties?: Record<string, Schema>;
  required?: readonly string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
}

interface Parameter {
  name: string;
  description?: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
}

interface Content {
  content: { 'application/json'?: { schema: Schema } };
}

export interface Operation {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  security: readonly Record<string, readonly string[]>[];
  parameters?: readonly Parameter[];
  requestBody?: Content;
  responses: Record<string, { $ref: string } | (Content & { description: string })>;
}

/** `/api/openapi.json`: the contract, made for programs and for the page that shows it. */
export interface OpenApi {
  info: { title: string; description: string };
  servers: readonly { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, { description: string }>;
  };
}

/** The description of the API; it changes with a new version only. */
export const openApi = (): Question<OpenApi> => ({
  queryKey: ['/api/openapi.json'],
  queryFn: async ({ signal }) => {
    const response = await fetch('/api/openapi.json', { signal }).catch((cause: unknown) => {
      if (signal.aborted) throw cause;
      throw new ApiError('unreachable', 'Ledgerberry does not answer. We keep trying.', { cause });
    });
    if (!response.ok) throw new ApiError('internal', 'The description could not be loaded.');
    return (await response.json()) as OpenApi;
  },
  staleTime: Number.POSITIVE_INFINITY,
});
