// The two files of Swagger UI that the page at /api/docs loads.
import { cpSync, mkdirSync } from 'node:fs';

mkdirSync('dist/api/docs', { recursive: true });
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) cpSync(`node_modules/swagger-ui-dist/${file}`, `dist/api/docs/${file}`);
