// Vite bundles what is imported so; TypeScript need only know that it is there.
declare module '*.css'
