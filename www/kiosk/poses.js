// What people are asked for, one thing at a time.

/** Steps before the count: words (`k_pose_NAME`, `k_pose_NAME_about`) and the figure beside them. */
export const POSES = [
  { name: 'mark', figure: { arms_deg: 10, feet: 12, marks: 'floor' } },
  { name: 'feet', figure: { arms_deg: 10, feet: 30, marks: 'feet' } },
  { name: 'arms', figure: { arms_deg: 26, feet: 30, marks: 'arms' } },
  { name: 'still', figure: { arms_deg: 26, feet: 30, marks: 'eyes' } },
];

/** What people may wear, nearest to the body first: `clothing` of the subject. */
export const CLOTHES = ['underwear', 'close_fitting', 'thin_layer'];
