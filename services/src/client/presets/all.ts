/** Every preset, in the order in which they are listed. */
import { consultation } from './consultation.ts';
import { participatoryBudget } from './participatory-budget.ts';
import { petition } from './petition.ts';
import { pointByPoint } from './point-by-point.ts';
import type { Preset } from './preset.ts';
import { serviceRequest } from './service-request.ts';

export const presets: readonly Preset[] = [serviceRequest, petition, consultation, participatoryBudget, pointByPoint];
