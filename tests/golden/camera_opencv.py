"""Projections by OpenCV (pip install opencv-python-headless): python camera_opencv.py > camera_opencv.json"""
import cv2, json, numpy as np
rng=np.random.default_rng(5)
cases=[]
for k in range(12):
    f=rng.uniform(600,1600); fx,fy=f,f*rng.uniform(.99,1.01); cx,cy=rng.uniform(300,420),rng.uniform(600,700)
    d=[rng.uniform(-.2,.15),rng.uniform(-.05,.12),rng.uniform(-1e-3,1e-3),rng.uniform(-1e-3,1e-3),rng.uniform(-.02,.02)] if k else [0]*5
    rv=rng.normal(0,1.2,3); R,_=cv2.Rodrigues(rv); t=np.array([rng.uniform(-100,100),rng.uniform(700,1100),rng.uniform(2200,3000)])
    cam=rng.uniform([-450,-900,-300],[450,900,300],(10,3))+[0,0,2600]; P=(cam-t)@R
    K=np.array([[fx,0,cx],[0,fy,cy],[0,0,1.]])
    uv,J=cv2.projectPoints(P,rv,t,K,np.array(d)); uv=uv[:,0]
    # derivative by the world point: that by t, turned
    Jt=J[:,3:6].reshape(-1,2,3)@R
    und=cv2.undistortPoints(uv.reshape(-1,1,2),K,np.array(d),criteria=(3,200,1e-14))[:,0]
    cases.append(dict(intrinsics=[fx,fy,cx,cy],distortion=d,rotation=R.tolist(),translation_mm=t.tolist(),points=[dict(world=p.tolist(),pixel=u.tolist(),jacobian=j.ravel().tolist(),normalised=n.tolist()) for p,u,j,n in zip(P,uv,Jt,und)]))
print(json.dumps(cases))
