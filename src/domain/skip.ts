/** Why a moderator leaves a comment to others for an hour. */
export const skipReasons = ['unsure', 'language', 'context', 'break', 'colleague'] as const

export type SkipReason = (typeof skipReasons)[number]
