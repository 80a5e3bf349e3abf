import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', modulePreload: { polyfill: false } },
  // `npm run dev`: the app from here, the API from a running Tasklog.
  server: { proxy: { '/api': process.env.TASKLOG_URL ?? 'http://127.0.0.1:8080' } },
});
